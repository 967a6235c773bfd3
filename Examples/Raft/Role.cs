namespace Coroutines.Examples.Raft;

/// <summary>What a node is in its term.</summary>
internal enum Role
{
    Follower,
    Candidate,
    Leader,
}
