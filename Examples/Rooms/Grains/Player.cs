using Coroutines.Orleans;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Rooms;

/// <summary>What a player has is stored before it is told of: an answer is never taken back.</summary>
internal sealed class Player([PersistentState("standing")] IPersistentState<Standing> state) : CoroutineGrain, IPlayer
{
    public Task<Standing> Walk(int right, int down) => Run<Standing>(Walking(right, down));

    private IEnumerator<Awaitable> Walking(int right, int down)
    {
        Standing before = state.State;
        (string room, int x, int y) = House.Walk(before.Room, before.X + right, before.Y + down);
        yield return Await(RoomOf(room).Stand(Name, x, y)).Into(out Awaitable<int> found);
        state.State = new Standing { Room = room, X = x, Y = y, Embers = before.Embers + found.Result };
        yield return Settle(Await(state.WriteStateAsync()), out Outcome stored);
        if (!stored.IsSuccess)
        {
            state.State = before;
            stored.ThrowIfFailed();
        }

        if (room != before.Room)
        {
            // Nobody waits for it: a room whose silo has died has forgotten its players anyway.
            RoomOf(before.Room).Leave(Name).Ignore();
        }

        yield return Return(state.State);
    }

    private string Name => GrainContext.GrainId.Key.ToString()!;

    private IRoom RoomOf(string room) => GrainFactory.GetGrain<IRoom>(room);
}
