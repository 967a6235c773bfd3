namespace Coroutines;

/// <summary>When <c>Wait</c> returns, if its time is not up before: asyncio's <c>return_when</c>.</summary>
public enum ReturnWhen
{
    /// <summary>When all are done: asyncio's <c>ALL_COMPLETED</c>.</summary>
    AllCompleted,

    /// <summary>When the first one is done: asyncio's <c>FIRST_COMPLETED</c>.</summary>
    FirstCompleted,

    /// <summary>
    /// When the first one has failed, or all are done: asyncio's <c>FIRST_EXCEPTION</c>. A cancel is no failure here.
    /// </summary>
    FirstException,
}
