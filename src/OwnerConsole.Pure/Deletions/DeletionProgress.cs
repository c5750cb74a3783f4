namespace OwnerConsole.Pure.Deletions;

/// <summary>How far the deletion of a tenant is, and what it does next once its waiting period has ended.</summary>
/// <param name="IsErased">Whether the personal data of the tenant is erased in the console.</param>
/// <param name="IsAsked">Whether the application was asked to erase its data and the console waits for the answer.</param>
/// <param name="HasTaskEnded">Whether the last task of the application has ended, in any state; false if there was none.</param>
/// <param name="IsTaskDone">Whether the application completed its last task, also after the deadline.</param>
/// <param name="IsBusy">Whether the application already works on another erasure of the tenant.</param>
/// <param name="CanAsk">Whether the application declares that it erases tenants.</param>
public readonly record struct DeletionProgress(bool IsErased, bool IsAsked, bool HasTaskEnded, bool IsTaskDone, bool IsBusy, bool CanAsk)
{
    /// <summary>Next step. Every step can be repeated after a crash, because it depends on what is stored alone.</summary>
    public DeletionStep Next =>
        this switch
        {
            { IsErased: true } => DeletionStep.Finish,
            { IsTaskDone: true } => DeletionStep.Erase,
            { IsAsked: true, HasTaskEnded: true } => DeletionStep.Retry,
            { IsAsked: true } or { IsBusy: true } => DeletionStep.Wait,
            { CanAsk: true } => DeletionStep.Ask,
            _ => DeletionStep.Erase,
        };
}
