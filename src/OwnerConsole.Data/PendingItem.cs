namespace OwnerConsole.Data;

/// <summary>An item that is processed together with others, and the caller that waits for its result.</summary>
public abstract class PendingItem<TResult>
{
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the item was processed or has failed.</summary>
    public Task<TResult> Result => _result.Task;

    public void Complete(TResult result) => _result.TrySetResult(result);

    public void Fail(Exception why) => _result.TrySetException(why);
}
