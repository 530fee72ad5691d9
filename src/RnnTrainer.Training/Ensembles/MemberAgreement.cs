using RnnTrainer.Common;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Ensembles;

/// <summary>What the members of an ensemble must have in common, so that their outputs mean the same.</summary>
static class MemberAgreement
{
    /// <summary>Refuses a member that predicts something else than the first, or reads other columns.</summary>
    /// <param name="first">The first member's model.</param>
    /// <param name="path">The other member.</param>
    /// <exception cref="RunException">It says in what they differ.</exception>
    public static void Require(Checkpoint first, Checkpoint other, string firstPath, string path)
    {
        var (one, two) = (Facts(first), Facts(other));
        if (Enumerable.Range(0, one.Count).FirstOrDefault(n => one[n].Value != two[n].Value, -1) is >= 0 and var at)
        {
            throw new RunException(
                $"the members of an ensemble must agree on {one[at].Name}: that of '{firstPath}' is {Shown(one[at].Value)}, "
                + $"that of '{path}' {Shown(two[at].Value)}",
                "train them on the same columns and labels");
        }
    }

    /// <summary>Whether two models prepare their inputs alike, so that they can share them.</summary>
    public static bool TakeTheSame(Checkpoint one, Checkpoint two) =>
        one.Config.Data == two.Config.Data && one.Schema.OfTraining().ToJson() == two.Schema.OfTraining().ToJson();

    /// <summary>Whether they were trained and validated on the same sequences.</summary>
    public static bool HaveTheSameParts(Checkpoint one, Checkpoint two) =>
        one.Data.SequenceEqual(two.Data) && one.Config.Data.Split == two.Config.Data.Split;

    static List<(string Name, string Value)> Facts(Checkpoint checkpoint)
    {
        var (schema, task) = (checkpoint.Schema, SequenceTask.Of(checkpoint.Config));
        return
        [
            ("the task", task.Name),
            ("the target", string.Join(", ", schema.Target)),
            ("the classes", string.Join(", ", schema.Classes)),
            ("the steps of an output", task.IsPerStep(checkpoint.Config.Data) ? "one" : "all of a sequence"),
            ("window and horizon", $"{task.WindowsOf(checkpoint.Config.Data)}"),
            ("the input columns", string.Join(", ", Columns(schema))),
            .. task.PredictsNextSymbol ? [("the vocabulary and scales", schema.ToJson())] : Array.Empty<(string, string)>(),
        ];
    }

    /// <summary>The columns of a file that a model reads.</summary>
    static IEnumerable<string> Columns(ModelSchema schema) => schema.Encoding is not { } encoding ? schema.Inputs
        : [
            .. encoding.Numbers, .. encoding.Categories.Select(c => c.Name), .. new[] { encoding.Tokens }.OfType<string>(),
            .. encoding.MoreTokens.Select(t => t.Name),
        ];

    static string Shown(string value) => value.Length == 0 ? "none" : $"'{Printable.Short(value, 80)}'";
}
