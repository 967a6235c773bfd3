namespace Coroutines.Testing;

/// <summary>What has come in from outside. The numbers stand in files.</summary>
internal enum RecordedKind
{
    /// <summary>A thread has posted something, and the loop has taken it.</summary>
    Post = 1,

    /// <summary>The selector has found something ready.</summary>
    Ready = 2,

    LookUp = 3,
    LookUpName = 4,
    Bind = 5,
    Listen = 6,
    Accept = 7,
    Connect = 8,
    Receive = 9,
    Send = 10,
    ShutDown = 11,
    OpenDatagrams = 12,
    ReceiveDatagram = 13,
    SendDatagram = 14,
    MayHaveMore = 15,
}
