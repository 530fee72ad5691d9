namespace RnnTrainer.Training.Streams;

/// <summary>What a model keeps of a sequence from one time step to the next. Arrays that the model does not need are empty.</summary>
sealed class StepState
{
    /// <summary>The number of steps so far.</summary>
    public long Steps { get; set; }

    /// <summary>The states of all layers, the lowest first.</summary>
    public double[] Hidden { get; init; } = [];

    /// <summary>What is pooled of the outputs of the top layer: of each unit the maximum, or the sum.</summary>
    public double[] Pooled { get; init; } = [];

    /// <summary>The number of steps that have the maximum.</summary>
    public double[] Hits { get; init; } = [];

    /// <summary>Of a language model, the logits of the last step.</summary>
    public double[] Logits { get; init; } = [];

    /// <summary>Of a language model, the sum of −ln p of the symbols after the first.</summary>
    public double Loss { get; set; }

    /// <summary>For how many of them the likeliest symbol was the right one.</summary>
    public long Right { get; set; }

    /// <summary>The last value of each number, which replaces a missing one.</summary>
    public double[] Filled { get; init; } = [];

    /// <summary>The inputs of the last step, for the changes since then.</summary>
    public double[] Before { get; init; } = [];

    /// <summary>The inputs of the last steps, the oldest first.</summary>
    public double[] Rows { get; init; } = [];

    /// <summary>Their targets, a missing one replaced by the one before.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>Their symbols.</summary>
    public int[] Symbols { get; init; } = [];

    /// <summary>The cells of their step column; null where there is none.</summary>
    public string?[] Times { get; init; } = [];

    double[][] Numbers => [Hidden, Pooled, Hits, Logits, Filled, Before, Rows, Targets];

    /// <summary>Writes it. Its sizes are those of the model.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write(Steps);
        to.Write(Loss);
        to.Write(Right);
        foreach (var x in Numbers.SelectMany(numbers => numbers))
        {
            to.Write(x);
        }

        foreach (var symbol in Symbols)
        {
            to.Write(symbol);
        }

        foreach (var time in Times)
        {
            to.Write(time is not null);
            to.Write(time ?? "");
        }
    }

    /// <summary>Takes what <see cref="Write"/> wrote for the same model.</summary>
    /// <exception cref="EndOfStreamException">There is less.</exception>
    public void Read(BinaryReader from)
    {
        (Steps, Loss, Right) = (from.ReadInt64(), from.ReadDouble(), from.ReadInt64());
        foreach (var numbers in Numbers)
        {
            for (var n = 0; n < numbers.Length; n++)
            {
                numbers[n] = from.ReadDouble();
            }
        }

        for (var n = 0; n < Symbols.Length; n++)
        {
            Symbols[n] = from.ReadInt32();
        }

        for (var n = 0; n < Times.Length; n++)
        {
            var isThere = from.ReadBoolean();
            var time = from.ReadString();
            Times[n] = isThere ? time : null;
        }
    }
}
