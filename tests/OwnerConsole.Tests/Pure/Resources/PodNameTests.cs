using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Tests.Pure.Resources;

/// <summary>Names of workloads from the names of their pods.</summary>
public sealed class PodNameTests
{
    [Theory]
    [InlineData("web-7d4b9c8f6d-x2x8q", "web")]
    [InlineData("web-api-5f6b7c8d9f-bcdfg", "web-api")]
    [InlineData("agent-x2x8q", "agent")] // of a DaemonSet
    [InlineData("db-0", "db")]
    [InlineData("db-main-12", "db-main")]
    [InlineData("web-proxy", "web-proxy")] // generated suffixes have no vowels
    [InlineData("web-v2", "web-v2")]
    [InlineData("web", "web")]
    [InlineData("-0", "-0")]
    [InlineData("web-", "web-")]
    [InlineData("bcdfghj-x2x8q", "bcdfghj")]
    [InlineData("", "")]
    public void Suffixes_of_replicas_are_removed(string pod, string workload) => PodNames.WithoutReplica(pod).ShouldBe(workload);
}
