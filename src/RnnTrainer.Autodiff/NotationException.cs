namespace RnnTrainer.Autodiff;

/// <summary>A statement that can't be meant: its shapes, indexes or target are wrong. Raised while a program is built, never while it runs.</summary>
public sealed class NotationException(string message) : Exception(message);
