// Types with the names of Unity's, as far as the files for Unity use them; they do what the tests need, and nothing else.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace UnityEngine
{
    public class Object
    {
        public string name = "object";
    }

    // In Unity 2023 and later this stands beside the library's own.
    public sealed class Awaitable
    {
    }

    public struct Vector2
    {
    }

    public sealed class WaitForEndOfFrame
    {
    }

    public class MonoBehaviour : Object
    {
        private readonly List<IEnumerator> _coroutines = new List<IEnumerator>();

        public bool isActiveAndEnabled = true;

        public void StartCoroutine(IEnumerator coroutine)
        {
            coroutine.MoveNext();
            _coroutines.Add(coroutine);
        }

        public void StopAllCoroutines() => _coroutines.Clear();

        public void StepCoroutines() => _coroutines.ToList().ForEach(coroutine => coroutine.MoveNext());
    }

    public static class Time
    {
        public static float deltaTime;
        public static float fixedDeltaTime = 0.25f;
    }

    public static class Debug
    {
        public static readonly List<string> Logged = new List<string>();

        public static void LogException(Exception exception, Object context) => Logged.Add($"{context.name}: {exception.Message}");
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class DefaultExecutionOrderAttribute : Attribute
    {
        public DefaultExecutionOrderAttribute(int order) => Order = order;

        public int Order { get; }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class DisallowMultipleComponentAttribute : Attribute
    {
    }
}

namespace UnityEngine.PlayerLoop
{
    public struct EarlyUpdate
    {
    }
}

namespace UnityEngine.LowLevel
{
    public struct PlayerLoopSystem
    {
        public delegate void UpdateFunction();

        public Type type;
        public PlayerLoopSystem[] subSystemList;
        public UpdateFunction updateDelegate;
    }

    public static class PlayerLoop
    {
        private static PlayerLoopSystem _loop = new PlayerLoopSystem
        {
            subSystemList = new[]
            {
                new PlayerLoopSystem
                {
                    type = typeof(UnityEngine.PlayerLoop.EarlyUpdate),
                    subSystemList = new[] { new PlayerLoopSystem { type = typeof(UnityEngine.Time) } },
                },
            },
        };

        public static PlayerLoopSystem GetCurrentPlayerLoop() => _loop;

        public static void SetPlayerLoop(PlayerLoopSystem loop) => _loop = loop;
    }
}

namespace UnityEditor
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class MenuItemAttribute : Attribute
    {
        public MenuItemAttribute(string path) => Path = path;

        public string Path { get; }
    }

    public class EditorWindow : UnityEngine.Object
    {
        public static T GetWindow<T>(string title)
            where T : EditorWindow, new() => new T { name = title };

        public void Repaint()
        {
        }
    }

    public sealed class GUIStyle
    {
    }

    public static class EditorStyles
    {
        public static GUIStyle boldLabel = new GUIStyle();
    }

    public static class EditorGUILayout
    {
        public static readonly List<string> Shown = new List<string>();

        public static UnityEngine.Vector2 BeginScrollView(UnityEngine.Vector2 position) => position;

        public static void EndScrollView()
        {
        }

        public static void LabelField(string text, GUIStyle style) => Shown.Add(text);

        public static string TextArea(string text)
        {
            Shown.Add(text);
            return text;
        }
    }
}
