using System;
using UnityEngine.LowLevel;
using UnityEngine.PlayerLoop;

namespace Coroutines.Unity
{
    /// <summary>
    /// The moment at which Unity knows how long the frame is, and has run nothing of it: in <c>FixedUpdate</c> it would tell the length of a step.
    /// </summary>
    internal static class PlayerLoopHook
    {
        /// <summary>Puts itself at the beginning of Unity's EarlyUpdate, once.</summary>
        internal static void Install()
        {
            PlayerLoopSystem loop = PlayerLoop.GetCurrentPlayerLoop();
            PlayerLoopSystem[] phases = loop.subSystemList;
            int early = Array.FindIndex(phases, phase => phase.type == typeof(EarlyUpdate));
            PlayerLoopSystem[] systems = phases[early].subSystemList ?? Array.Empty<PlayerLoopSystem>();
            if (Array.Exists(systems, system => system.type == typeof(PlayerLoopHook)))
            {
                return;
            }

            var extended = new PlayerLoopSystem[systems.Length + 1];
            extended[0] = new PlayerLoopSystem { type = typeof(PlayerLoopHook), updateDelegate = CoroutineRunner.BeginFrames };
            systems.CopyTo(extended, 1);
            phases[early].subSystemList = extended;
            PlayerLoop.SetPlayerLoop(loop);
        }
    }
}
