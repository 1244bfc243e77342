using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class SealedAudit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AuditSeals",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    EntryId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    PayloadHash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    Hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditSeals", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "AuditVerifications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Verified = table.Column<long>(type: "bigint", nullable: false),
                    Damage = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    DamagedSequence = table.Column<long>(type: "bigint", nullable: true),
                    DamagedEntryId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    DamagedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Unsealed = table.Column<int>(type: "int", nullable: false),
                    UnsealedSince = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Late = table.Column<int>(type: "int", nullable: false),
                    Anchors = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    AnchorSequence = table.Column<long>(type: "bigint", nullable: true),
                    AnchorAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RestoredAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditVerifications", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuditSeals_EntryId",
                table: "AuditSeals",
                column: "EntryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditVerifications_At",
                table: "AuditVerifications",
                column: "At");

            migrationBuilder.GuardAuditLog();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.UnguardAuditLog();

            migrationBuilder.DropTable(
                name: "AuditSeals");

            migrationBuilder.DropTable(
                name: "AuditVerifications");
        }
    }
}
