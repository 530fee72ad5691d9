using System.CommandLine;

namespace RnnTrainer.Cli.Options;

/// <summary>An option for a text that may be blank and may begin with dashes.</summary>
sealed class TextOption(string name) : Option<string>(name);
