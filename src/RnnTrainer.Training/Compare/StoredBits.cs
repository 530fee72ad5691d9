namespace RnnTrainer.Training;

/// <summary>What a model knows by heart.</summary>
public static class StoredBits
{
    /// <summary>
    /// The bits of so many labels that answers of this accuracy hold: N (log2 C + p log2 p + (1 − p) log2 ((1 − p)/(C − 1))), which for two classes is
    /// N (1 + p log2 p + (1 − p) log2 (1 − p)), as in Collins, Sohl-Dickstein and Sussillo 2017; 0 where guessing does as well.
    /// </summary>
    /// <param name="labels">N, each drawn evenly from the classes.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="accuracy">p, the share of right answers.</param>
    public static double Of(int labels, int classes, double accuracy) => accuracy * classes <= 1
        ? 0
        : labels * (Math.Log2(classes) + Entropy(accuracy, accuracy) + Entropy(1 - accuracy, (1 - accuracy) / (classes - 1)));

    static double Entropy(double p, double of) => p == 0 ? 0 : p * Math.Log2(of);
}
