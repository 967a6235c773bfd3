// A user's file, as the page on game loops tells to write it: Unity has an Awaitable of its own, so that the name is said once for the file.
using System.Collections.Generic;
using Coroutines;
using Coroutines.Unity;
using UnityEngine;
using static Coroutines.Awaitable;
using Awaitable = Coroutines.Awaitable;

namespace Game
{
    public sealed class Enemy : MonoBehaviour
    {
        public int Health { get; private set; } = 3;

        public CoTask Live(CoroutineRunner runner) => runner.Run(Bleed());

        private IEnumerator<Awaitable> Bleed()
        {
            while (Health > 0)
            {
                yield return Sleep(1);
                Health--;
            }
        }
    }
}
