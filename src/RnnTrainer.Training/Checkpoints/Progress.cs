namespace RnnTrainer.Training;

/// <summary>How far training has come: everything beside weights and optimiser state that an exact resume needs.</summary>
/// <param name="Epoch">Epochs completed.</param>
/// <param name="Step">Optimiser steps taken in all.</param>
/// <param name="EpochStep">Steps taken in the epoch that is under way; 0 at an epoch's end.</param>
/// <param name="EpochLoss">Sum of the losses of the sequences seen in that epoch.</param>
/// <param name="BestLoss">The least loss at an epoch's end so far, of the validation split if there is one, else of training; null before the first.</param>
/// <param name="BestEpoch">The epoch that had it; 0 before the first.</param>
public sealed record Progress(int Epoch, long Step, int EpochStep, double EpochLoss, double? BestLoss, int BestEpoch)
{
    /// <summary>Before the first step.</summary>
    public static Progress Start { get; } = new(0, 0, 0, 0, null, 0);
}
