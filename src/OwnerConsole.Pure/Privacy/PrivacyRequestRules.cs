namespace OwnerConsole.Pure.Privacy;

/// <summary>What a privacy request needs before it is answered.</summary>
public static class PrivacyRequestRules
{
    /// <returns>Whether the request was answered or withdrawn: all statuses from <see cref="PrivacyRequestStatus.Fulfilled"/>.</returns>
    public static bool IsDone(this PrivacyRequestStatus status) => status >= PrivacyRequestStatus.Fulfilled;

    /// <returns>Whether the identity of the person must be verified first, because someone else could receive their data or destroy it.</returns>
    public static bool NeedsIdentity(this PrivacyRequestKind kind) => kind is PrivacyRequestKind.Export or PrivacyRequestKind.Erase;

    /// <returns>Whether the law has this right: restriction and objection belong to GDPR, the opt-out of sale and the limit of sensitive data to CCPA.</returns>
    public static bool Has(this PrivacyLaw law, PrivacyRequestKind kind) =>
        kind switch
        {
            PrivacyRequestKind.Restrict or PrivacyRequestKind.Object => law is PrivacyLaw.Gdpr,
            PrivacyRequestKind.OptOut or PrivacyRequestKind.LimitUse => law is PrivacyLaw.Ccpa,
            _ => true,
        };

    /// <returns>Status after the identity was verified. Work that has started goes on.</returns>
    public static PrivacyRequestStatus AfterVerification(this PrivacyRequestStatus status) =>
        status is PrivacyRequestStatus.Received ? PrivacyRequestStatus.Verified : status;
}
