namespace Coroutines;

/// <summary>How far a call has brought an operation.</summary>
internal enum Progress
{
    /// <summary>Nowhere: it has to wait until the socket is ready.</summary>
    None,

    /// <summary>Part of the way: the next call may bring it further.</summary>
    Partial,

    /// <summary>To its end.</summary>
    Done,
}
