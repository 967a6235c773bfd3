namespace Coroutines;

/// <summary>A pipe between us and a child, neither end of which a process inherits by itself.</summary>
internal sealed unsafe class ChildPipe : IDisposable
{
    // Below these a child has its standard input, output and error: an end that stood there would be overwritten by another one.
    private const int LowestNumber = 3;

    private ChildPipe(FileDescriptor reader, FileDescriptor writer)
    {
        Reader = reader;
        Writer = writer;
    }

    internal FileDescriptor Reader { get; }

    internal FileDescriptor Writer { get; }

    internal static ChildPipe Open()
    {
        int* ends = stackalloc int[2];
        if (SpawnCalls.Pipe(ends, SpawnCalls.CloseOnExec) != 0)
        {
            throw Failure();
        }

        FileDescriptor reader = FileDescriptor.Open("pipe2", ends[0]);
        FileDescriptor writer = FileDescriptor.Open("pipe2", ends[1]);
        try
        {
            return new ChildPipe(MoveUp(reader), MoveUp(writer));
        }
        catch
        {
            reader.Dispose();
            writer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }

    private static FileDescriptor MoveUp(FileDescriptor end)
    {
        if (end.Number >= LowestNumber)
        {
            return end;
        }

        int moved = Libc.FileControl(end.Number, SpawnCalls.DuplicateCloseOnExec, LowestNumber);
        if (moved < 0)
        {
            throw Failure();
        }

        end.Dispose();
        return FileDescriptor.Open("fcntl", moved);
    }

    private static IOException Failure() => new($"A pipe to a process could not be made: {Libc.Failure("pipe2", Libc.LastError).Message}");
}
