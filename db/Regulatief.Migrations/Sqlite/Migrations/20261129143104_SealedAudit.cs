using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.Sqlite.Migrations
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
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    PayloadHash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditSeals", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "AuditVerifications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ById = table.Column<Guid>(type: "TEXT", nullable: false),
                    Verified = table.Column<long>(type: "INTEGER", nullable: false),
                    Damage = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    DamagedSequence = table.Column<long>(type: "INTEGER", nullable: true),
                    DamagedEntryId = table.Column<Guid>(type: "TEXT", nullable: true),
                    DamagedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Unsealed = table.Column<int>(type: "INTEGER", nullable: false),
                    UnsealedSince = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Late = table.Column<int>(type: "INTEGER", nullable: false),
                    Anchors = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AnchorSequence = table.Column<long>(type: "INTEGER", nullable: true),
                    AnchorAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RestoredAt = table.Column<DateTime>(type: "TEXT", nullable: true)
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
