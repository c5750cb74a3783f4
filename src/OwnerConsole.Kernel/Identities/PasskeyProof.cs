namespace OwnerConsole.Kernel.Identities;

/// <summary>Somebody has shown one of their passkeys, and their finger, face or PIN to it.</summary>
public sealed record PasskeyProof(Person Person, string PasskeyId);
