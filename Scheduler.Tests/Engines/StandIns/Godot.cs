// Types with the names of Godot's, as far as the files for Godot use them; they do what the tests need, and nothing else.
using System.Collections.Generic;

namespace Godot
{
    public class Node
    {
        public string Name = "node";

        public virtual void _Ready()
        {
        }

        public virtual void _ExitTree()
        {
        }

        public virtual void _Process(double delta)
        {
        }

        public virtual void _PhysicsProcess(double delta)
        {
        }
    }

    public static class Engine
    {
        public static int PhysicsTicksPerSecond = 4;
    }

    public static class GD
    {
        public static readonly List<string> Errors = new List<string>();

        public static void PushError(string message) => Errors.Add(message);
    }
}
