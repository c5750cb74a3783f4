namespace OwnerConsole.Kernel.Outbound;

/// <summary>A host resolves to an address that the console does not call. .NET wraps it in an <see cref="HttpRequestException"/>.</summary>
public sealed class PrivateAddressException() : Exception("The host resolves to a private address, which the console does not call.");
