namespace RnnTrainer.Training;

/// <summary>What training hands to whoever pulls it.</summary>
public abstract record TrainingEvent;

/// <summary>An optimiser step was taken.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Of the epoch, from 1.</param>
/// <param name="Steps">The epoch's steps in all.</param>
/// <param name="Sequences">Of all its batches; of pieces, those that begin in them.</param>
/// <param name="TimeSteps">Steps of all these sequences.</param>
/// <param name="Loss">Their mean.</param>
/// <param name="GradientNorm">Before clipping.</param>
public sealed record StepTaken(int Epoch, int Step, int Steps, int Sequences, long TimeSteps, double Loss, double GradientNorm) : TrainingEvent;

/// <summary>An optimiser step was not taken, as <c>training.on_nonfinite</c> says: its loss or gradient was not finite.</summary>
/// <param name="Divergence">Where and why.</param>
/// <param name="Steps">The epoch's steps in all.</param>
public sealed record StepRefused(Divergence Divergence, int Steps) : TrainingEvent;

/// <summary>An epoch is over.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Optimiser steps in all.</param>
/// <param name="Loss">Mean over the training sequences, each with the weights of its step.</param>
/// <param name="Validation">Scores after the epoch; null without a validation split.</param>
/// <param name="LearningRate">Of its last step.</param>
/// <param name="GradientNorm">Mean over its steps, before clipping.</param>
/// <param name="IsBest">Whether the watched metric has never been better.</param>
public sealed record EpochTrained(
    int Epoch, long Step, double Loss, IReadOnlyList<Score>? Validation, double LearningRate, double GradientNorm, bool IsBest) : TrainingEvent;
