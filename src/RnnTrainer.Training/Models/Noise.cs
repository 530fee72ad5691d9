using RnnTrainer.Data.Storage;

namespace RnnTrainer.Training.Models;

/// <summary>
/// Where a training batch stands, from which its dropout masks are drawn. A mask's entry depends on (seed, place in the model, epoch, batch, sequence, step, unit) and on
/// nothing else: so neither threads nor an interruption change it.
/// </summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Batch">The batch's number in its epoch, from 0.</param>
/// <param name="Copies">How many times in a row each sequence stands in the batch, all under one mask: the gradient check doubles batches.</param>
sealed record Noise(int Epoch, int Batch, int Copies = 1);
