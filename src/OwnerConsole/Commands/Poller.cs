namespace OwnerConsole.Commands;

/// <summary>Waits for what another process does.</summary>
internal static class Poller
{
    /// <param name="isDone">Checked at once and after each pause. Its token is cancelled when the maximum time has passed.</param>
    /// <param name="most">Maximum time to wait.</param>
    /// <param name="pause">Time between two checks.</param>
    /// <returns>False if it wasn't done within the time, also if a check took too long.</returns>
    /// <exception cref="OperationCanceledException">The command was stopped.</exception>
    public static async Task<bool> WaitUntil(Func<CancellationToken, Task<bool>> isDone, TimeSpan most, TimeSpan pause, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(most);
        try
        {
            while (!await isDone(patience.Token))
                await Task.Delay(pause, patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
