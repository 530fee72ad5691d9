using System.CommandLine;

namespace RnnTrainer.Cli.Options;

/// <summary>A command whose help starts with examples.</summary>
/// <param name="name">The word that is typed.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">Command lines, the most usual first.</param>
sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Whether it divides its work among the processes that a launcher starts. Of any other command one process does all of
    /// it.</summary>
    public bool UsesProcesses { get; set; }
}
