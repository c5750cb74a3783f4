namespace OwnerConsole.Tenants.Members;

/// <summary>Whether a member can sign in, apart from the status of their tenant.</summary>
public enum MemberState
{
    Active,

    /// <summary>Your team has suspended the member.</summary>
    Suspended,

    /// <summary>The application has reported that the member left the tenant.</summary>
    Left,
}

internal static class MemberStates
{
    /// <param name="leftAt">When the member left; null if they didn't.</param>
    /// <param name="suspendedAt">Start of the open suspension; null without one.</param>
    public static MemberState Of(DateTimeOffset? leftAt, DateTimeOffset? suspendedAt) =>
        leftAt is not null ? MemberState.Left
        : suspendedAt is not null ? MemberState.Suspended
        : MemberState.Active;
}
