namespace Coroutines.Tests.Conformance.Differential;

/// <summary>Statements about primitives and queues.</summary>
internal sealed partial class ProgramRun
{
    private readonly Dictionary<string, object> _objects = MakeObjects();

    private object? DoSync(string[] words) => words switch
    {
        ["release", var name] => Nothing(() => Release(name)),
        ["locked", var name] => IsLocked(name),
        ["eset", var name] => Nothing(Get<CoEvent>(name).Set),
        ["eclear", var name] => Nothing(Get<CoEvent>(name).Clear),
        ["notify", var name, var count] => Nothing(() => Get<CoCondition>(name).Notify(int.Parse(count))),
        ["notifyall", var name] => Nothing(Get<CoCondition>(name).NotifyAll),
        ["parties", var name] => Get<CoBarrier>(name) is var barrier
            ? $"{barrier.Waiting} {(barrier.IsBroken ? "broken" : "whole")}" : null,
        ["putnow", var name, var item] => Nothing(() => Get<CoQueue<string>>(name).PutNoWait(item)),
        ["getnow", var name] => Get<CoQueue<string>>(name).GetNoWait(),
        ["taskdone", var name] => Nothing(Get<CoQueue<string>>(name).TaskDone),
        ["shutdown", var name] => Nothing(() => Get<CoQueue<string>>(name).Shutdown()),
        ["shutdown", var name, "now"] => Nothing(() => Get<CoQueue<string>>(name).Shutdown(immediate: true)),
        ["size", var name] => Get<CoQueue<string>>(name).Count,
        _ => throw new NotSupportedException($"Unknown statement: {string.Join(' ', words)}"),
    };

    private Expression StartSync(string[] words) => words switch
    {
        ["acquire", var name] => True(Acquire(name)),
        ["ewait", var name] => True(Get<CoEvent>(name).Wait()),
        ["cwait", var name] => True(Get<CoCondition>(name).Wait()),
        ["cwaitfor", var name, var flag] => True(Get<CoCondition>(name).WaitFor(() => Get<CoEvent>(flag).IsSet)),
        ["bwait", var name] => Expression.Of(Get<CoBarrier>(name).Wait()),
        ["breset", var name] => Expression.Of(Get<CoBarrier>(name).Reset()),
        ["babort", var name] => Expression.Of(Get<CoBarrier>(name).Abort()),
        ["put", var name, var item] => Expression.Of(Get<CoQueue<string>>(name).Put(item)),
        ["get", var name] => Expression.Of(Get<CoQueue<string>>(name).Get()),
        ["join", var name] => Expression.Of(Get<CoQueue<string>>(name).Join()),
        _ => throw new NotSupportedException($"Unknown expression: {string.Join(' ', words)}"),
    };

    // What asyncio gives True for.
    private static Expression True(Awaitable awaitable) => new(awaitable, static () => true);

    private Awaitable<Releaser> Acquire(string name) => _objects[name] switch
    {
        CoLock mutex => mutex.Acquire(),
        CoCondition condition => condition.Acquire(),
        object semaphore => ((CoSemaphore)semaphore).Acquire(),
    };

    private void Release(string name)
    {
        switch (_objects[name])
        {
            case CoLock mutex:
                mutex.Release();
                break;
            case CoCondition condition:
                condition.Release();
                break;
            case object semaphore:
                ((CoSemaphore)semaphore).Release();
                break;
        }
    }

    private bool IsLocked(string name) => _objects[name] switch
    {
        CoLock mutex => mutex.IsLocked,
        CoCondition condition => condition.IsLocked,
        object semaphore => ((CoSemaphore)semaphore).IsLocked,
    };

    private T Get<T>(string name) => (T)_objects[name];

    // Of each kind, the first is held by blocks only and the second by hand only.
    private static Dictionary<string, object> MakeObjects()
    {
        CoLock mutex = new();
        return new Dictionary<string, object>
        {
            ["l0"] = new CoLock(),
            ["l1"] = new CoLock(),
            ["l2"] = mutex,
            ["s0"] = new CoSemaphore(1),
            ["s1"] = new CoSemaphore(2),
            ["u0"] = new CoBoundedSemaphore(2),
            ["u1"] = new CoBoundedSemaphore(1),
            ["e0"] = new CoEvent(),
            ["e1"] = new CoEvent(),
            ["c0"] = new CoCondition(),
            ["c1"] = new CoCondition(mutex),
            ["r0"] = new CoBarrier(2),
            ["r1"] = new CoBarrier(3),
            ["q0"] = new CoQueue<string>(1),
            ["q1"] = new CoQueue<string>(2),
            ["q2"] = new CoQueue<string>(),
            ["p0"] = new CoPriorityQueue<string>(2, StringComparer.Ordinal),
            ["o0"] = new CoLifoQueue<string>(2),
        };
    }
}
