using System.Diagnostics;

namespace Coroutines;

[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class CoProcess
{
    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(CoProcess process)
    {
        public int Id => process.Id;

        public string Program => process._program;

        public int? ReturnCode => process.ReturnCode;

        public CoStream? StandardInput => process.StandardInput;

        public CoStream? StandardOutput => process.StandardOutput;

        public CoStream? StandardError => process.StandardError;

        public CoTask[] Waiters => [.. process._line.Queue.ToList()];
    }
}
