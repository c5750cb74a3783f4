namespace OwnerConsole.Kernel.Words;

/// <summary>What the platform is called, and what it calls its tenants.</summary>
public sealed record PlatformWords(string Name = "Owner Console", string Tenant = "tenant");
