namespace OwnerConsole.Kernel.Data;

/// <summary>
/// Sends notifications after a commit. PostgreSQL's NOTIFY within a transaction serializes commits, each of which waits for the disk.
/// </summary>
public sealed class Bells
{
    private volatile Action<string>? _heard;

    /// <param name="heard">Callback that receives each channel; null after the listener has stopped.</param>
    internal void Hear(Action<string>? heard) => _heard = heard;

    internal void Ring(string channel) => _heard?.Invoke(channel);
}
