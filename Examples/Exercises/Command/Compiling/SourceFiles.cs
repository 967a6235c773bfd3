using System.Collections.Concurrent;

namespace Coroutines.Exercises.Command.Compiling;

/// <summary>The files as they are on the disk now; each is parsed again only when it has another text.</summary>
internal sealed class SourceFiles
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, SourceFile File)> _read = new();

    internal SourceFile Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (_read.TryGetValue(path, out (byte[] Bytes, SourceFile File) known) && known.Bytes.AsSpan().SequenceEqual(bytes))
        {
            return known.File;
        }

        SourceFile file = SourceFile.Of(path, bytes);
        _read[path] = (bytes, file);
        return file;
    }
}
