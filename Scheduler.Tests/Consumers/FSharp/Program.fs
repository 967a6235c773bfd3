open System.Collections.Generic
open Coroutines

/// A sequence is an iterator, and its enumerator a coroutine.
let coroutine (steps: seq<Awaitable>) = steps.GetEnumerator()

let prepare (what: string) (seconds: float) =
    coroutine (seq {
        yield Awaitable.Sleep(Duration.op_Implicit seconds)
        yield Awaitable.Return(what)
    })

let breakfast () =
    coroutine (seq {
        let tea = Awaitable.CreateTask<string>(prepare "tea" 0.02)
        let toast = Awaitable.CreateTask<string>(prepare "toast" 0.03)
        yield Awaitable.op_Implicit (tea :> Future)
        yield Awaitable.op_Implicit (toast :> Future)
        printfn $"{tea.Result}, {toast.Result}"
    })

Scheduler.Run(breakfast ())
