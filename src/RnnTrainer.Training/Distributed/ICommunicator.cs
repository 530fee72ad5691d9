namespace RnnTrainer.Training.Distributed;

/// <summary>The processes that train one model together, as one of them sees them. All call the same methods in the same order.</summary>
interface ICommunicator
{
    /// <summary>The number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>R, how many there are.</summary>
    int Size { get; }

    /// <summary>Sends bytes to another process, and receives what that one sends.</summary>
    /// <param name="partner">The other process, which names this one.</param>
    /// <param name="sent">May be empty.</param>
    /// <param name="received">As long as what the other sends.</param>
    void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received);

    /// <summary>Gives the bytes of process 0 to all.</summary>
    void Broadcast(Span<byte> bytes);
}
