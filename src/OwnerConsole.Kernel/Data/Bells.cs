namespace OwnerConsole.Kernel.Data;

/// <summary>Says after a commit that there is something new. Not a NOTIFY in the transaction itself: PostgreSQL lets only one of those commit at a time, and makes all others wait for its disk.</summary>
public sealed class Bells
{
    private volatile Action<string>? _heard;

    /// <param name="heard">called with each channel; null when nobody listens any more</param>
    internal void Hear(Action<string>? heard) => _heard = heard;

    internal void Ring(string channel) => _heard?.Invoke(channel);
}
