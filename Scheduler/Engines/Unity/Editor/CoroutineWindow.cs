using UnityEditor;
using UnityEngine;

namespace Coroutines.Unity.Editor
{
    /// <summary>A window that shows the tasks of all runners, and what each of them waits for.</summary>
    public sealed class CoroutineWindow : EditorWindow
    {
        private Vector2 _scroll;

        /// <summary>Opens the window.</summary>
        [MenuItem("Window/Analysis/Coroutines")]
        public static void Open() => GetWindow<CoroutineWindow>("Coroutines");

        private void OnInspectorUpdate() => Repaint();

        private void OnGUI()
        {
            _scroll = EditorGUILayout.BeginScrollView(_scroll);
            foreach (CoroutineRunner runner in CoroutineRunner.All)
            {
                EditorGUILayout.LabelField(runner.name, EditorStyles.boldLabel);
                EditorGUILayout.TextArea(runner.Scheduler.FormatTasks());
            }

            EditorGUILayout.EndScrollView();
        }
    }
}
