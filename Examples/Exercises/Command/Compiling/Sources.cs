using System.Security.Cryptography;
using System.Text;

namespace Coroutines.Exercises.Command.Compiling;

/// <summary>What one exercise is compiled from: two files of its own, and what these need of others.</summary>
/// <param name="Name">What the assembly's name begins with.</param>
/// <param name="Written">What the learner has written.</param>
/// <param name="Tests">The exercise's tests.</param>
/// <param name="Needed">The files of the course, and of other exercises, that they cannot do without.</param>
internal sealed record Sources(string Name, SourceFile Written, SourceFile Tests, IReadOnlyList<SourceFile> Needed)
{
    internal IEnumerable<SourceFile> All => [Written, Tests, .. Needed];

    /// <summary>
    /// Takes of the other files those that declare a name which stands in one that is taken already. That may be one too many,
    /// and never one too few.
    /// </summary>
    internal static Sources Find(string name, SourceFile written, SourceFile tests, IEnumerable<SourceFile> others)
    {
        List<SourceFile> left = [.. others];
        List<SourceFile> needed = [.. left.Where(file => file.Declares.Count == 0)]; // attributes of the assembly
        left.RemoveAll(needed.Contains);

        Queue<SourceFile> taken = new([written, tests, .. needed]);
        while (taken.TryDequeue(out SourceFile? user))
        {
            foreach (SourceFile file in left.Where(file => file.Declares.Overlaps(user.Mentions)).ToArray())
            {
                left.Remove(file);
                needed.Add(file);
                taken.Enqueue(file);
            }
        }

        return new Sources(name, written, tests, needed);
    }

    internal Sources Without(IReadOnlyCollection<SourceFile> files) => this with { Needed = [.. Needed.Except(files)] };

    /// <summary>A name that changes with each of the files and with what they are compiled against.</summary>
    internal string NameWithHash(string references)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(references));
        foreach (SourceFile file in All)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Path));
            hash.AppendData(file.Tree.GetText().GetChecksum().AsSpan());
        }

        return $"{Name}.{Convert.ToHexStringLower(hash.GetCurrentHash()[..8])}";
    }
}
