using System.Text;

namespace Coroutines.Tests.RealPeers;

/// <summary>What a program has left behind.</summary>
internal sealed record ToolRun(int ExitCode, byte[] Output, string Error)
{
    internal string Text => Encoding.UTF8.GetString(Output);
}
