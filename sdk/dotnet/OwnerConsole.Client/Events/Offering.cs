using System.Threading.Channels;

namespace OwnerConsole.Client;

internal static class Offering
{
    /// <summary>Hands in what comes; waits while there is no room.</summary>
    /// <exception cref="InvalidOperationException">the application is stopping</exception>
    public static async Task Offer<T>(this ChannelWriter<T> writer, T item, CancellationToken stop)
    {
        try
        {
            await writer.WriteAsync(item, stop);
        }
        catch (ChannelClosedException closed)
        {
            throw new InvalidOperationException("The application is stopping: this event would not be sent any more.", closed);
        }
    }
}
