namespace RnnTrainer.Training;

/// <summary>
/// The ranges around the numbers of a prediction that hold the targets with a probability: split conformal prediction from the errors on
/// data that training did not see. The probability holds on average over new data that are like those.
/// </summary>
/// <param name="Level">The probability in percent, such as 90.</param>
/// <param name="Low">The lower end for each of <see cref="Prediction.Numbers"/>, in the units of the file.</param>
/// <param name="High">The upper end.</param>
public sealed record PredictionRange(double Level, IReadOnlyList<double> Low, IReadOnlyList<double> High);
