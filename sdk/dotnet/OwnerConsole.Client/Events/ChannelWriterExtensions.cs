using System.Threading.Channels;

namespace OwnerConsole.Client;

internal static class ChannelWriterExtensions
{
    /// <summary>Writes an item to the channel; waits while it is full.</summary>
    /// <exception cref="InvalidOperationException">The application is stopping.</exception>
    public static async Task Offer<T>(this ChannelWriter<T> writer, T item, CancellationToken stop)
    {
        try
        {
            await writer.WriteAsync(item, stop);
        }
        catch (ChannelClosedException closed)
        {
            throw new InvalidOperationException("The application is stopping, so this event can't be sent.", closed);
        }
    }
}
