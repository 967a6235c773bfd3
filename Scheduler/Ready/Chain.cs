namespace Coroutines;

/// <summary>A list in the order of arrival that anybody can leave without a search: the links are the members' own.</summary>
/// <remarks>A part of its owner, not to be copied.</remarks>
internal struct Chain<T>
    where T : class, IChained<T>
{
    internal T? First { get; private set; }

    internal T? Last { get; private set; }

    internal void Add(T member)
    {
        member.Previous = Last;
        if (Last is null)
        {
            First = member;
        }
        else
        {
            Last.Next = member;
        }

        Last = member;
    }

    /// <summary>Takes a member out, which must be one.</summary>
    internal void Remove(T member)
    {
        T? previous = member.Previous;
        T? next = member.Next;
        if (previous is null)
        {
            First = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next is null)
        {
            Last = previous;
        }
        else
        {
            next.Previous = previous;
        }

        member.Previous = null;
        member.Next = null;
    }
}
