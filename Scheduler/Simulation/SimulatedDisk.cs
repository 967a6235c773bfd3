using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>The disk of a <see cref="SimulatedHost"/>, in memory: files by name, which outlive the host's crashes as far as they were flushed.</summary>
/// <remarks>
/// Names are made, deleted and changed at once and for good, as by a file system that keeps a journal of them; it is the contents that a crash
/// loses or tears. To be used on the simulation's thread.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public sealed class SimulatedDisk
{
    private readonly Simulation _simulation;
    private readonly SortedDictionary<string, SimulatedFile> _files = new(StringComparer.Ordinal);

    internal SimulatedDisk(Simulation simulation, SimulatedHost host)
    {
        _simulation = simulation;
        Host = host;
        Latency = simulation.Options.DiskLatency;
        LatencyMax = simulation.Options.DiskLatencyMax;
    }

    /// <summary>How long it takes to read, write or flush at least.</summary>
    public Duration Latency { get; set; }

    /// <summary>How long it takes at most.</summary>
    public Duration LatencyMax { get; set; }

    /// <summary>The names of its files, in order.</summary>
    public IReadOnlyCollection<string> Files => _files.Keys;

    internal SimulatedHost Host { get; }

    internal SimulationTrace Trace => _simulation.Trace;

    /// <summary>Opens a file; an empty one is made if there is none of that name.</summary>
    /// <param name="name">Its name; case counts.</param>
    /// <returns>The file, the same one each time. It need not be closed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public SimulatedFile Open(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        if (!_files.TryGetValue(name, out SimulatedFile? file))
        {
            _files.Add(name, file = new SimulatedFile(this, name));
        }

        return file;
    }

    /// <summary>Whether there is a file of some name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there is.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool Contains(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        return _files.ContainsKey(name);
    }

    /// <summary>Deletes a file, if there is one of that name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool Delete(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        return _files.Remove(name);
    }

    /// <summary>Gives a file another name, as one step: one that has that name already is replaced. What was not flushed stays so.</summary>
    /// <param name="from">Its name.</param>
    /// <param name="to">Its name from now on.</param>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    /// <exception cref="FileNotFoundException">There is no file of that name.</exception>
    public void Rename(string from, string to)
    {
        ThrowHelper.IfNull(from, nameof(from));
        ThrowHelper.IfNull(to, nameof(to));
        if (!_files.Remove(from, out SimulatedFile? file))
        {
            throw new FileNotFoundException($"The disk of {Host.Describe()} has no file {Repr.Of(from)}; it has {string.Join(", ", _files.Keys.Select(Repr.Of))}.");
        }

        file.Name = to;
        _files[to] = file;
    }

    internal double DrawLatency() => _simulation.DiskRandom.Between(Latency.Seconds, LatencyMax.Seconds);

    /// <summary>What was not flushed is lost, torn or kept, by the seed.</summary>
    internal void Crash()
    {
        foreach (SimulatedFile file in _files.Values)
        {
            file.Crash(_simulation.DiskRandom);
        }
    }

    private string DebuggerDisplay => $"disk of {Host}: {_files.Count} files";

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(SimulatedDisk disk)
    {
        public SimulatedFile[] Files => [.. disk._files.Values];
    }
}
