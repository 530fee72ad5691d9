namespace RnnTrainer.Training.Datasets;

/// <summary>A data file that a run has read.</summary>
/// <param name="File">Its path, as the config names it.</param>
/// <param name="Sha256">The hash of its bytes, in hexadecimal.</param>
/// <param name="Sequences">How many sequences it holds.</param>
sealed record RunData(string File, string Sha256, int Sequences);
