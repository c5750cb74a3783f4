using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Identity;

/// <summary>A verified passkey, which the person unlocked by fingerprint, face or PIN.</summary>
public sealed record PasskeyProof(Person Person, string PasskeyId);
