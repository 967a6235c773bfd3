using System.Runtime.InteropServices;

namespace Coroutines.Testing;

/// <summary>Stands for the descriptor of a socket where there is none.</summary>
internal sealed class UnpluggedHandle() : SafeHandle(new IntPtr(-1), ownsHandle: false)
{
    public override bool IsInvalid => false;

    protected override bool ReleaseHandle() => true;
}
