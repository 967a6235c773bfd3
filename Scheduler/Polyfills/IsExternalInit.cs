#if NET
using System.Runtime.CompilerServices;

// What was compiled against the netstandard2.1 build looks for it here, and has to find the system's.
[assembly: TypeForwardedTo(typeof(IsExternalInit))]
#else
using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler accept <c>init</c> accessors on netstandard2.1.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
#endif
