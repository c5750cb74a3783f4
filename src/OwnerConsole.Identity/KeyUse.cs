namespace OwnerConsole.Identity;

/// <summary>An encryption key and how much data uses it.</summary>
/// <param name="CreatedAt">Creation time; null when the key is not in the ring.</param>
/// <param name="Boxes">Number of encrypted secrets in columns.</param>
/// <param name="Inputs">Number of previews and runs with an encrypted secret in their input, which is deleted after 30 days.</param>
/// <param name="Codes">Number of unused recovery codes that are verified with it.</param>
public sealed record KeyUse(string KeyId, DateTimeOffset? CreatedAt, long Boxes, long Inputs, long Codes)
{
    public bool IsKnown => CreatedAt is not null;

    public bool IsEmpty => Boxes + Inputs + Codes == 0;
}
