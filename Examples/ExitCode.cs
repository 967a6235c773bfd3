namespace Coroutines.Examples;

/// <summary>What a program says with its exit code, by the shell's conventions.</summary>
internal static class ExitCode
{
    internal const int Success = 0;
    internal const int Failure = 1;
    internal const int Usage = 2;

    /// <summary>128 and the number of the signal, which is 2 for Ctrl-C.</summary>
    internal const int Interrupted = 130;
}
