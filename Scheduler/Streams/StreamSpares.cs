namespace Coroutines;

/// <summary>The objects of a stream's calls, which serve one call after another: one of each sort, made when it is first needed.</summary>
internal struct StreamSpares(CoStream stream)
{
    private ReadInto? _readInto;
    private ReadSome? _readSome;
    private ReadToEnd? _readToEnd;
    private ReadExactly? _readExactly;
    private ReadExactlyInto? _readExactlyInto;
    private ReadUntil? _readUntil;
    private ReadLine? _readLine;
    private PeekRead? _peek;
    private StreamWriteAll? _writeAll;
    private StreamDrain? _drain;

    internal ReadInto TakeReadInto() => Take(ref _readInto) ?? new ReadInto(stream);

    internal ReadSome TakeReadSome() => Take(ref _readSome) ?? new ReadSome(stream);

    internal ReadToEnd TakeReadToEnd() => Take(ref _readToEnd) ?? new ReadToEnd(stream);

    internal ReadExactly TakeReadExactly() => Take(ref _readExactly) ?? new ReadExactly(stream);

    internal ReadExactlyInto TakeReadExactlyInto() => Take(ref _readExactlyInto) ?? new ReadExactlyInto(stream);

    internal ReadUntil TakeReadUntil() => Take(ref _readUntil) ?? new ReadUntil(stream);

    internal ReadLine TakeReadLine() => Take(ref _readLine) ?? new ReadLine(stream);

    internal PeekRead TakePeek() => Take(ref _peek) ?? new PeekRead(stream);

    internal StreamWriteAll TakeWriteAll() => Take(ref _writeAll) ?? new StreamWriteAll(stream);

    internal StreamDrain TakeDrain() => Take(ref _drain) ?? new StreamDrain(stream);

    internal void Keep(ReadInto read) => _readInto = read;

    internal void Keep(ReadSome read) => _readSome = read;

    internal void Keep(ReadToEnd read) => _readToEnd = read;

    internal void Keep(ReadExactly read) => _readExactly = read;

    internal void Keep(ReadExactlyInto read) => _readExactlyInto = read;

    internal void Keep(ReadUntil read) => _readUntil = read;

    internal void Keep(ReadLine read) => _readLine = read;

    internal void Keep(PeekRead read) => _peek = read;

    internal void Keep(StreamWriteAll write) => _writeAll = write;

    internal void Keep(StreamDrain drain) => _drain = drain;

    private static T? Take<T>(ref T? spare)
        where T : class
    {
        T? taken = spare;
        spare = null;
        return taken;
    }
}
