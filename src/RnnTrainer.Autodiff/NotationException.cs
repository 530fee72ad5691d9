namespace RnnTrainer.Autodiff;

/// <summary>
/// A statement is wrong: its shapes, indexes or target don't fit. It is thrown while a definition is built, never while it runs.
/// </summary>
public sealed class NotationException(string message) : Exception(message);
