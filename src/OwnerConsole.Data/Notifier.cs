namespace OwnerConsole.Data;

/// <summary>
/// Sends notifications after a commit. PostgreSQL's NOTIFY within a transaction serializes commits, each of which waits for the disk.
/// </summary>
public sealed class Notifier
{
    private volatile Action<string>? _handler;

    /// <param name="heard">Callback that receives each channel; null after the listener has stopped.</param>
    internal void Subscribe(Action<string>? heard) => _handler = heard;

    internal void Notify(string channel) => _handler?.Invoke(channel);
}
