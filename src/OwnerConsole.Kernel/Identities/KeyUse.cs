namespace OwnerConsole.Kernel.Identities;

/// <summary>A key, and what there is under it.</summary>
/// <param name="MadeAt">null for one that the ring doesn't have, or has no more</param>
/// <param name="Boxes">sealed secrets in their columns</param>
/// <param name="Inputs">previews and runs with a sealed secret in their input, which is emptied after 30 days</param>
/// <param name="Codes">recovery codes that are not used up, and checked with it</param>
public sealed record KeyUse(string KeyId, DateTimeOffset? MadeAt, long Boxes, long Inputs, long Codes)
{
    public bool IsKnown => MadeAt is not null;

    public bool IsEmpty => Boxes + Inputs + Codes == 0;
}
