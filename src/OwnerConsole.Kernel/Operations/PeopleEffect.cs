namespace OwnerConsole.Kernel.Operations;

/// <summary>What an operation does to people, as said after their number: <c>2 users lose access</c>.</summary>
/// <param name="One">Verb phrase for one person: <c>loses access</c>.</param>
/// <param name="Many">Verb phrase for several: <c>lose access</c>.</param>
public sealed record PeopleEffect(string One, string Many);
